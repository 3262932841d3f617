import { ERRORS, type ErrorCode, REQUESTS } from '@smartcontent/contracts';

const HEAD = `# Errors

Every refusal is \`application/problem+json\` (RFC 9457) with one of these codes. A code keeps its meaning; its text may change.
**Retry** says whether the unchanged request may succeed later. The answer's own \`is_retryable\` also says whether that does no harm: it
is false where a POST without an Idempotency-Key is possibly applied, which is after a 504, and after a 503 with \`data.is_possibly_applied\`
(a connection was lost while it was carried out, or a part of a batch is kept). With the key it is true, and the repeat gets the first answer.
Generated from libs/contracts by \`pnpm generate\`.
`;

/** docs/reference/errors.md: every code by its owner, with the operations that name it. */
export function errorsReference(): string {
  const codes = Object.keys(ERRORS) as ErrorCode[];
  const owners = [...new Set(codes.map(ownerOf))];
  const sections = owners.map((owner) =>
    section(
      owner,
      codes.filter((code) => ownerOf(code) === owner),
    ),
  );
  return [HEAD, ...sections].join('\n');
}

function section(owner: string, codes: readonly ErrorCode[]): string {
  const rows = codes.map((code) => {
    const { status, title, isRetryable } = ERRORS[code];
    return `| \`${code}\` | ${status} | ${title} | ${isRetryable ? 'yes' : 'no'} | ${operationsOf(code)} |`;
  });
  return [`## ${owner}`, '', '| code | status | meaning | retry | answered by |', '|---|---|---|---|---|', ...rows, ''].join('\n');
}

function operationsOf(code: ErrorCode): string {
  const naming = REQUESTS.filter((request) => request.errors.includes(code) && request.http);
  const operations = naming.map(({ http }) => `\`${http?.method} ${http?.path}\``);
  return operations.length > 0 ? operations.join('<br>') : 'any route it applies to';
}

function ownerOf(code: ErrorCode): string {
  return code.slice(0, code.indexOf('_')).toLowerCase();
}
