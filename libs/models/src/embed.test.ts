import { expect, it } from 'vitest';
import { clientMeeting, failureOfCall } from './answers.fixture.js';

const CALL = { model: 'e', texts: ['bees', 'wasps'] };
const answer = (data: readonly unknown[], usage?: unknown) => () => new Response(JSON.stringify({ object: 'list', data, usage }));
const vector = (embedding: readonly unknown[], index?: number) => ({ object: 'embedding', embedding, index });

it('brings a vector per text in their order, however they come', async () => {
  const { client, asked } = clientMeeting('openai', answer([vector([0, 1], 1), vector([1, 0], 0)], { prompt_tokens: 4, total_tokens: 4 }));
  const { vectors, usage } = await client.embed({ ...CALL, dimensions: 2 });
  expect(vectors.map((each) => [...each])).toEqual([
    [1, 0],
    [0, 1],
  ]);
  expect(usage).toMatchObject({ input: 4, output: 0 });
  expect(asked[0]?.body).toMatchObject({ model: 'e', input: CALL.texts, dimensions: 2 });
  expect(asked[0]?.url).toBe('https://models.example/v1/embeddings');
});

it.each([
  ['too few', [vector([1, 0], 0)], '1 vectors came for 2 texts'],
  ['too many', [vector([1]), vector([1]), vector([1])], '3 vectors came for 2 texts'],
  ['one twice', [vector([1, 0], 0), vector([0, 1], 0)], 'vector 2 of 2 is missing'],
  ['one beyond', [vector([1, 0], 0), vector([0, 1], 7)], 'vector 2 of 2 is missing'],
  ['another length', [vector([1, 0], 0), vector([0, 1, 1], 1)], 'vector 2 of 2 has 3 dimensions instead of 2'],
  ['a number beyond all measure', [vector([1, 0], 0), vector([1e300, 1], 1)], 'vector 2 of 2 holds what is no finite number'],
  ['zeros', [vector([1, 0], 0), vector([0, 0], 1)], 'vector 2 of 2 is all zeros, which has no direction'],
  ['null', [vector([1, 0], 0), vector([null, 1], 1)], ''],
  ['nothing', [], '0 vectors came for 2 texts'],
])('refuses vectors that are none: %s', async (_what, data, message) => {
  const { client } = clientMeeting('openai', answer(data));
  const error = await failureOfCall(client.embed(CALL));
  expect(error).toMatchObject({ reason: 'bad_shape', isRetryable: true, statusCode: 200 });
  expect(error.message).toContain(message);
});

it('refuses another length than was asked for, and NaN, which is no JSON', async () => {
  const three = [vector([1, 0, 0]), vector([0, 1, 0])];
  expect(await failureOfCall(clientMeeting('openai', answer(three)).client.embed({ ...CALL, dimensions: 2 }))).toMatchObject({
    reason: 'bad_shape',
    message: 'vector 1 of 2 has 3 dimensions instead of 2',
  });
  const nan = () => new Response('{"data":[{"embedding":[NaN,1]}]}');
  expect(await failureOfCall(clientMeeting('openai', nan).client.embed(CALL))).toMatchObject({ reason: 'bad_shape' });
});

it('is not to be had of Anthropic', async () => {
  const { client, asked } = clientMeeting('anthropic');
  expect(await failureOfCall(client.embed(CALL))).toMatchObject({ reason: 'invalid_request', isRetryable: false });
  expect(asked).toEqual([]);
});
