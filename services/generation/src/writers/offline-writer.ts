import { OFFLINE_PROVIDER } from '@smartcontent/contracts';
import { headed, sentencesOf, titleOf } from '../title-of.js';
import { type Assignment, WriteFailure, type Written } from '../writer.js';
import { fillSchema } from './fill-schema.js';
import { inWordsOf } from './spell-brand.js';

/** More than any output that can be kept: a template may name a long value thousands of times. */
const MOST_CHARACTERS = 1_000_000;

/**
 * Arranges what it is told into a draft: a template's places, a schema's fields, or headings and paragraphs. It knows nothing of the world and
 * adds no statement of its own; the same request always brings the same draft. Its tokens are words.
 */
export function writeOffline(assignment: Assignment): Written {
  const startedAt = performance.now();
  const { request, brand } = assignment;
  const draft = request.schema
    ? filled(assignment, request.schema)
    : inWordsOf(brand, request.template ? fromTemplate(assignment) : article(assignment));
  const text = cut(draft, request.max_output_tokens, request.schema !== null);
  const usage = { input: wordsIn(request.prompt), output: wordsIn(text), cacheRead: 0, cacheWrite: 0, reasoning: 0 };
  return {
    text,
    isCut: text.length < draft.length,
    usage,
    endpoint: OFFLINE_PROVIDER,
    method: 'LOCAL',
    statusCode: null,
    keyHash: null,
    latencyMs: Math.round(performance.now() - startedAt),
  };
}

function filled(assignment: Assignment, schema: Record<string, unknown>): string {
  const { request, brand } = assignment;
  const told = { title: titleOf(assignment), prompt: request.prompt, company: brand.name, ...request.variables };
  const sentences = sentencesOf(request.prompt).map((sentence) => inWordsOf(brand, sentence));
  return JSON.stringify(fillSchema(schema, told, sentences), null, 2);
}

/** `{{name}}` that nobody gave stays as it stands: whoever reads the draft sees what is missing. */
function fromTemplate({ title, request, brand }: Assignment): string {
  const told: Record<string, unknown> = {
    title: titleOf({ title, request }),
    prompt: request.prompt,
    company: brand.name,
    ...brand.guidelines,
    ...request.variables,
  };
  let characters = 0;
  return (request.template ?? '').replace(/\{\{\s*([\w.-]{1,100})\s*\}\}/g, (place, name: string) => {
    const value = Object.hasOwn(told, name) ? told[name] : undefined;
    const words = value === undefined ? place : inText(value);
    characters += words.length;
    if (characters > MOST_CHARACTERS)
      throw new WriteFailure('output_too_large', 'the output is larger than a content can be', { isRetryable: false });
    return words;
  });
}

function article({ title, request, contentType }: Assignment): string {
  const sentences = sentencesOf(request.prompt);
  if (contentType === 'social') return sentences.join(' ');
  const [lead = '', ...rest] = sentences;
  const body = rest.length > 0 ? rest.flatMap((sentence) => ['', `## ${heading(sentence)}`, '', sentence]) : [];
  return [`# ${titleOf({ title, request })}`, '', lead, ...body].join('\n');
}

function heading(sentence: string): string {
  return headed(sentence.split(/\s+/u).slice(0, 6).join(' '));
}

function cut(text: string, maxWords: number, isJson: boolean): string {
  const words = text.match(/\S+\s*/gu) ?? [];
  if (words.length <= maxWords) return text;
  if (isJson) throw new WriteFailure('length', `the draft needs more than ${maxWords} tokens`, { isRetryable: false });
  return words.slice(0, maxWords).join('').trimEnd();
}

function inText(value: unknown): string {
  if (Array.isArray(value)) return value.map(inText).join(', ');
  return typeof value === 'object' && value !== null ? JSON.stringify(value) : String(value);
}

function wordsIn(text: string): number {
  return text.match(/\S+/gu)?.length ?? 0;
}
