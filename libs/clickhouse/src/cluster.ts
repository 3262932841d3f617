/** Repeated blocks are remembered for seven days there, as long as INGEST keeps its messages. */
const WINDOW_SECONDS = 7 * 24 * 3600;

/**
 * The same DDL for a cluster: ON CLUSTER, Replicated engines, and the deduplication window under its replicated name.
 * Written from the documentation and not yet run on one.
 */
export function renderForCluster(sql: string, cluster: string): string {
  const name = `\`${cluster.replaceAll('`', '')}\``;
  return sql
    .replace(
      /^((?:CREATE|ALTER|DROP)\s+(?:TABLE|DATABASE|MATERIALIZED\s+VIEW|VIEW)\s+(?:IF\s+(?:NOT\s+)?EXISTS\s+)?\S+)/i,
      `$1 ON CLUSTER ${name}`,
    )
    .replace(/\bENGINE\s*=\s*(\w*MergeTree)\b/gi, 'ENGINE = Replicated$1')
    .replace(
      /\bnon_replicated_deduplication_window\s*=\s*(\d+)/gi,
      `replicated_deduplication_window = $1, replicated_deduplication_window_seconds = ${WINDOW_SECONDS}`,
    );
}
