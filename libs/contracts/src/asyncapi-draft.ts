import { type JsonSchema, SchemaBook } from './json-schema.js';

type Parts = Record<string, JsonSchema>;

/** What the document is made of; every contract adds its channels, operations and messages. */
export class Draft {
  readonly channels: Parts = {};
  readonly operations: Parts = {};
  readonly messages: Parts = {};
  /** AsyncAPI's own schemas are a superset of JSON Schema draft 07. */
  readonly book = new SchemaBook('draft-7');

  channel(key: string, messages: Parts, about: JsonSchema): void {
    Object.assign(this.messages, messages);
    const refs = Object.keys(messages).map((name) => [name, { $ref: `#/components/messages/${name}` }]);
    this.channels[key] = { ...about, messages: Object.fromEntries(refs) };
  }

  /** `verb` says it in the service's own words; `action` in AsyncAPI's. */
  operation(action: 'send' | 'receive', service: string, verb: string, channel: string, about: JsonSchema = {}): void {
    this.operations[`${service}.${verb}.${channel}`] = {
      action,
      channel: { $ref: channelRef(channel) },
      tags: [{ name: service }],
      ...about,
      messages: this.#messagesOf(channel),
    };
  }

  reply(channel: string): JsonSchema {
    return { channel: { $ref: channelRef(channel) }, messages: this.#messagesOf(channel) };
  }

  #messagesOf(channel: string): JsonSchema[] {
    const names = Object.keys(this.channels[channel]?.messages as object);
    return names.map((name) => ({ $ref: `${channelRef(channel)}/messages/${name}` }));
  }
}

function channelRef(key: string): string {
  return `#/channels/${key}`;
}

/** Where a channel is that is no route of the gateway. */
export const NATS = [{ $ref: '#/servers/nats' }];
