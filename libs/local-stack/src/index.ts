export { type ClickHouseOptions, startClickHouse } from './clickhouse.js';
export { type FindOptions, findServers, type Servers } from './find-servers.js';
export { freePort } from './free-port.js';
export { type NatsOptions, startNats } from './nats.js';
export { type PostgresOptions, type RunningPostgres, startPostgres } from './postgres.js';
export { type RedisOptions, startRedis } from './redis.js';
export { SetupError } from './setup-error.js';
export type { RunningStore } from './store-process.js';
