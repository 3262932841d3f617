export { ClickHouse } from './clickhouse.js';
export { type MigrateClickHouseOptions, migrateClickHouse, pendingClickHouseMigrations } from './migrate.js';
export { definedQueries, defineQuery, type Query } from './query.js';
export { isRowsRefused } from './store-error.js';
