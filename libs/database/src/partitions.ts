import type { QueryRunner } from 'typeorm';

/**
 * The roles of a running service may not change tables, so the two functions run with the owner's rights and do just this.
 * A default partition keeps inserts from failing when a day's partition is missing; its rows move when the day's partition comes.
 * Attaching and dropping need a short exclusive lock: rather than queue everybody behind a long transaction they give up and the next
 * hour tries again.
 */
export async function createPartitionFunctions(queryRunner: QueryRunner, s: string): Promise<void> {
  await queryRunner.query(`
    CREATE FUNCTION ${s}.ensure_partitions(days_ahead integer) RETURNS void
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = ${s}, pg_temp SET timezone = 'UTC' SET lock_timeout = '2s' AS $body$
    DECLARE
      parent text;
      time_column text;
      day date;
      partition text;
    BEGIN
      PERFORM pg_advisory_xact_lock(hashtext('${s} partitions'));
      FOR parent, time_column IN VALUES ('outbox', 'created_at'), ('inbox', 'event_time') LOOP
        FOR day IN SELECT current_date + ahead FROM generate_series(0, days_ahead) AS ahead LOOP
          partition := parent || to_char(day, '_YYYYMMDD');
          CONTINUE WHEN to_regclass('${s}.' || partition) IS NOT NULL;
          EXECUTE format('CREATE TABLE ${s}.%I (LIKE ${s}.%I INCLUDING DEFAULTS INCLUDING CONSTRAINTS)', partition, parent);
          EXECUTE format(
            'WITH moved AS (DELETE FROM ${s}.%I WHERE %I >= %L AND %I < %L RETURNING *) INSERT INTO ${s}.%I SELECT * FROM moved',
            parent || '_default', time_column, day, time_column, day + 1, partition);
          EXECUTE format('ALTER TABLE ${s}.%I ATTACH PARTITION ${s}.%I FOR VALUES FROM (%L) TO (%L)', parent, partition, day, day + 1);
        END LOOP;
      END LOOP;
    END $body$;

    CREATE FUNCTION ${s}.drop_partitions(outbox_kept_days integer, inbox_kept_days integer) RETURNS void
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = ${s}, pg_temp SET timezone = 'UTC' SET lock_timeout = '2s' AS $body$
    DECLARE
      partition text;
      kept_days integer;
      is_needed boolean;
    BEGIN
      FOR partition, kept_days IN
        SELECT child.relname, CASE parent.relname WHEN 'outbox' THEN outbox_kept_days ELSE inbox_kept_days END
        FROM pg_inherits JOIN pg_class child ON child.oid = inhrelid JOIN pg_class parent ON parent.oid = inhparent
        WHERE parent.oid IN (to_regclass('${s}.outbox'), to_regclass('${s}.inbox')) AND child.relname ~ '_[0-9]{8}$'
      LOOP
        CONTINUE WHEN to_date(right(partition, 8), 'YYYYMMDD') >= current_date - kept_days;
        is_needed := false;
        IF partition LIKE 'outbox%' THEN
          EXECUTE format('SELECT EXISTS (SELECT FROM ${s}.%I WHERE published_at IS NULL)', partition) INTO is_needed;
        END IF;
        IF NOT is_needed THEN
          EXECUTE format('DROP TABLE ${s}.%I', partition);
        END IF;
      END LOOP;
      DELETE FROM ${s}.outbox_default WHERE created_at < current_date - outbox_kept_days AND published_at IS NOT NULL;
      DELETE FROM ${s}.inbox_default WHERE event_time < current_date - inbox_kept_days;
    END $body$;

    REVOKE EXECUTE ON FUNCTION ${s}.ensure_partitions, ${s}.drop_partitions FROM PUBLIC;
    GRANT EXECUTE ON FUNCTION ${s}.ensure_partitions, ${s}.drop_partitions TO ${s}_system;
    SELECT ${s}.ensure_partitions(3);
  `);
}
