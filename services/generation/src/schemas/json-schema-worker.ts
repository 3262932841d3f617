import { parentPort, workerData } from 'node:worker_threads';
import { Ajv2020, type ErrorObject } from 'ajv/dist/2020.js';
import formats from 'ajv-formats';

const DRAFT_07 = /draft-0[67]/;
const SHOWN = 20;

/** Run as a thread by output-check.ts. `$schema` of draft 7 is read as 2020-12, which differs in what nobody writes here by hand. */
const { schema, output } = workerData as { schema: Record<string, unknown>; output?: string };

function verdict(): { fault: string | null; errors: string[] } {
  // Its validator would answer with a promise, whatever the output.
  if (schema.$async) return { fault: 'the schema must not be asynchronous ($async)', errors: [] };
  const { $schema, $id: _, ...rest } = schema;
  const known = typeof $schema === 'string' && !DRAFT_07.test($schema) ? { ...rest, $schema } : rest;
  const ajv = new Ajv2020({ strict: false, allErrors: true, inlineRefs: false, logger: false });
  formats.default(ajv);
  try {
    const validate = ajv.compile(known);
    if (output === undefined) return { fault: null, errors: [] };
    const value = parsed(output);
    if (!value) return { fault: null, errors: ['the output is not JSON'] };
    if (!validate(value.json)) return { fault: null, errors: (validate.errors ?? []).slice(0, SHOWN).map(inWords) };
    return { fault: null, errors: [] };
  } catch (error) {
    return { fault: (error as Error).message, errors: [] };
  }
}

function parsed(text: string): { readonly json: unknown } | undefined {
  try {
    return { json: JSON.parse(text) };
  } catch {
    return undefined;
  }
}

function inWords({ instancePath, message = 'does not fit', params }: ErrorObject): string {
  const more = 'additionalProperty' in params ? ` (${String(params.additionalProperty)})` : '';
  return `${instancePath === '' ? 'the output' : instancePath} ${message}${more}`.slice(0, 300);
}

parentPort?.postMessage('ready');
parentPort?.postMessage(verdict());
