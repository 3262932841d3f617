import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { answerText } from './answer-text.js';
import { answerVectors } from './answer-vectors.js';
import { type AnthropicBody, anthropicFrames, promptOfAnthropic } from './anthropic-frames.js';
import type { Frames } from './frames.js';
import type { ModelBoxes, ModelCall } from './model-boxes.js';
import { type ModelFault, modelFaultSchema } from './model-faults.js';
import { type OpenAiBody, openAiFrames, promptOfOpenAi } from './openai-frames.js';

const boxParams = z.object({ box: z.string().regex(/^[\w.-]{1,64}$/) });
const settingsSchema = z.strictObject({
  api_keys: z.array(z.string().min(1)).max(100).nullable().optional(),
  dimensions: z.number().int().min(1).max(8_192).optional(),
  answer: z.string().max(1_000_000).nullable().optional(),
});
const embeddingsBody = z.object({
  model: z.string(),
  input: z.union([z.string().transform((text) => [text]), z.array(z.string()).min(1).max(2_048)]),
  dimensions: z.number().int().min(1).max(8_192).optional(),
});

/** A call that came in with a key that is taken, and what is to go wrong with it. */
interface Arrival {
  readonly box: string;
  readonly fault: ModelFault | undefined;
  readonly call: ModelCall;
}

/** Providers of models, by both protocols: each box is one, says what it was asked, and fails on request. */
export function mountModels(app: FastifyInstance, boxes: ModelBoxes): void {
  app.put('/models/:box', async (request, reply) => {
    const settings = settingsSchema.parse(request.body);
    const given = Object.fromEntries(Object.entries(settings).filter(([, value]) => value !== undefined));
    boxes.setUp(boxOf(request), given);
    return reply.code(204).send();
  });
  app.put('/models/:box/faults', async (request, reply) => {
    boxes.setFaults(boxOf(request), z.array(modelFaultSchema).max(100).parse(request.body));
    return reply.code(204).send();
  });
  app.get('/models/:box/calls', async (request) => {
    const { limit } = z.object({ limit: z.coerce.number().int().min(1).max(1_000).default(100) }).parse(request.query);
    return boxes.calls(boxOf(request), limit);
  });
  mountProtocols(app, boxes);
}

function mountProtocols(app: FastifyInstance, boxes: ModelBoxes): void {
  app.post('/models/:box/v1/messages', async (request, reply) => {
    const body = request.body as AnthropicBody;
    const prompt = promptOfAnthropic(body);
    const frames = anthropicFrames(String(body.model), prompt.schema !== null);
    const arrival = arrive(boxes, request, reply, frames);
    if (!arrival) return reply;
    const asked = { frames, prompt, mostTokens: body.max_tokens ?? 4_096, isStream: body.stream === true };
    return (await answerText({ ...asked, ...arrival, answer: boxes.settings(arrival.box).answer }, reply)) ?? reply;
  });
  app.post('/models/:box/v1/chat/completions', async (request, reply) => {
    const body = request.body as OpenAiBody;
    const frames = openAiFrames(String(body.model), body.stream_options?.include_usage === true);
    const arrival = arrive(boxes, request, reply, frames);
    if (!arrival) return reply;
    const mostTokens = body.max_completion_tokens ?? body.max_tokens ?? 4_096;
    const asked = { frames, prompt: promptOfOpenAi(body), mostTokens, isStream: body.stream === true };
    return (await answerText({ ...asked, ...arrival, answer: boxes.settings(arrival.box).answer }, reply)) ?? reply;
  });
  app.post('/models/:box/v1/embeddings', async (request, reply) => {
    const { model, input, dimensions } = embeddingsBody.parse(request.body);
    const arrival = arrive(boxes, request, reply, openAiFrames(model, false));
    if (!arrival) return reply;
    const asked = { texts: input, model, dimensions: dimensions ?? boxes.settings(arrival.box).dimensions };
    return (await answerVectors({ ...asked, ...arrival }, reply)) ?? reply;
  });
}

/** Notes the call, and sends the refusals that need no answer: of a key, and those that were asked for. */
function arrive(boxes: ModelBoxes, request: FastifyRequest, reply: FastifyReply, frames: Frames): Arrival | undefined {
  const box = boxOf(request);
  const key = String(request.headers['x-api-key'] ?? request.headers.authorization?.replace(/^Bearer /, '') ?? '');
  const { api_keys } = boxes.settings(box);
  const isKnown = key !== '' && (api_keys?.includes(key) ?? true);
  const fault = isKnown ? boxes.takeFault(box) : undefined;
  const { model } = request.body as { readonly model?: unknown };
  const seen = { at: new Date().toISOString(), path: request.url.replace(/^\/models\/[^/]+/, ''), model: String(model) };
  const call = { ...seen, key_last_four: key.slice(-4), fault: fault?.kind ?? null, status: 200, input_tokens: 0, output_tokens: 0 };
  boxes.record(box, call);
  if (!isKnown) refuse(call, reply, 401, frames.refusal('authentication_error', 'the key is not known'));
  else if (fault?.kind === 'refuse') {
    if (fault.retry_after_seconds !== undefined) reply.header('retry-after', fault.retry_after_seconds);
    refuse(call, reply, fault.status, frames.refusal(fault.type, 'told to fail'));
  } else return { box, fault, call };
  return undefined;
}

function refuse(call: ModelCall, reply: FastifyReply, status: number, body: object): void {
  call.status = status;
  void reply.code(status).send(body);
}

function boxOf(request: FastifyRequest): string {
  return boxParams.parse(request.params).box;
}
