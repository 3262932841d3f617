import { migrateStores } from './migrate.js';

/** What `migrate-process.ts` hands over, and is told. */
export type Told = { readonly steps: number } | { readonly failure: string };

process.once('disconnect', () => process.exit());
process.once('message', (options: Parameters<typeof migrateStores>) => {
  const tell = (told: Told) => process.send?.(told, () => process.disconnect());
  migrateStores(...options).then(
    (steps) => tell({ steps }),
    (error: Error) => tell({ failure: error.message }),
  );
});
