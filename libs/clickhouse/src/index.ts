export { ClickHouse } from './clickhouse.js';
export { type ClickHouseMigration, clickHouseMigrations, type MigrateClickHouseOptions, migrateClickHouse } from './migrate.js';
export { defineQuery, type Query } from './query.js';
export { isRowsRefused } from './store-error.js';
