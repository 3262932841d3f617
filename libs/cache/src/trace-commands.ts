import { inSpan, isTracing } from '@smartcontent/tracing';
import type { ChainableCommander, Redis } from 'ioredis';

/**
 * A traced service's commands as spans. ioredis has channels for this, but with pipelining of its own making they tell of a command when it
 * is sent, together with those of other requests: it would stand in the trace of whoever came first.
 */
export function traceCommands(redis: Redis): Redis {
  if (!isTracing()) return redis;
  const commands = new Set([...redis.getBuiltinCommands(), 'call']);
  return new Proxy(redis, {
    get(target, name) {
      const value: unknown = Reflect.get(target, name, target);
      if (typeof value !== 'function' || typeof name !== 'string') return value;
      if (name === 'pipeline') return (...args: unknown[]) => tracePipeline(value.apply(target, args) as ChainableCommander);
      if (name === 'constructor') return value;
      // Scripts stand on the connection itself.
      const isCommand = commands.has(name) || Object.hasOwn(target, name);
      if (!isCommand) return value.bind(target);
      return (...args: unknown[]) =>
        inSpan(
          () => commandSpan(name === 'call' ? String(args[0]) : name),
          () => value.apply(target, args) as Promise<unknown>,
        );
    },
  });
}

function tracePipeline(pipeline: ChainableCommander): ChainableCommander {
  const exec = pipeline.exec.bind(pipeline) as () => Promise<unknown>;
  return Object.assign(pipeline, { exec: () => inSpan(() => commandSpan('PIPELINE', pipeline.length), exec) });
}

function commandSpan(name: string, size?: number) {
  const operation = name.toUpperCase();
  return {
    name: operation,
    kind: 'client' as const,
    attributes: { 'db.system.name': 'redis', 'db.operation.name': operation, 'db.operation.batch.size': size },
  };
}
