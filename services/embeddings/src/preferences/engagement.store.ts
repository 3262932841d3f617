import { Injectable } from '@nestjs/common';
import type { Tx } from '@smartcontent/database';
import { HALF_LIFE_SECONDS, type Weight } from './engagement-weights.js';

export interface ContentWeight extends Weight {
  readonly companyId: string;
  readonly contentId: string;
}

export interface ReaderWeight extends ContentWeight {
  readonly userId: string;
}

/** Whose preferences are to be made. */
export interface WaitingReader extends Pick<ReaderWeight, 'companyId' | 'userId'> {
  /** How often that failed, in a row. */
  readonly attempts: number;
}

/** Up to where it was followed. */
interface Place {
  readonly place: string;
  readonly version: string;
}

const MOVE_ON = `
  UPDATE embeddings.engagement_place SET place = $3::numeric WHERE place = $1::numeric AND xmin::text = $2 RETURNING 1`;

/** What both weigh at the later of their instants; the power is held above what a double cannot hold. */
const sum = (table: string) => `
  weight = ${table}.weight * power(2, greatest(-100, -extract(epoch FROM greatest(excluded.at - ${table}.at, interval '0'))::float8 / ${HALF_LIFE_SECONDS}))
    + excluded.weight * power(2, greatest(-100, -extract(epoch FROM greatest(${table}.at - excluded.at, interval '0'))::float8 / ${HALF_LIFE_SECONDS})),
  at = greatest(${table}.at, excluded.at)`;

/** Of what is deleted nothing is counted any more. */
const ADD_TO_CONTENTS = `
  INSERT INTO embeddings.content_engagement AS old (company_id, content_id, weight, at)
  SELECT company, content, weight, to_timestamp(at) FROM unnest($1::uuid[], $2::uuid[], $3::float8[], $4::float8[]) AS new(company, content, weight, at)
   WHERE NOT EXISTS (SELECT FROM embeddings.documents document
                      WHERE document.company_id = company AND document.content_id = content AND document.state = 'deleted')
   ORDER BY company, content
  ON CONFLICT (company_id, content_id) DO UPDATE SET is_told = false, ${sum('old')}`;

const ADD_TO_READERS = `
  INSERT INTO embeddings.reader_engagement AS old (company_id, user_id, content_id, weight, at)
  SELECT company, reader, content, weight, to_timestamp(at)
    FROM unnest($1::uuid[], $2::uuid[], $3::uuid[], $4::float8[], $5::float8[]) AS new(company, reader, content, weight, at)
  ORDER BY company, reader, content
  ON CONFLICT (company_id, user_id, content_id) DO UPDATE SET ${sum('old')}`;

const NOTE_READERS = `
  INSERT INTO embeddings.readers (company_id, user_id)
  SELECT DISTINCT company, reader FROM unnest($1::uuid[], $2::uuid[]) AS new(company, reader) ORDER BY company, reader
  ON CONFLICT (company_id, user_id) DO UPDATE SET is_told = false`;

/** Those that nobody else is about to tell; told, unless the transaction fails. */
const take = (table: string, key: string, returning: string, isDue = 'true') => `
  UPDATE embeddings.${table} SET is_told = true WHERE (company_id, ${key}) IN (
    SELECT company_id, ${key} FROM embeddings.${table} WHERE NOT is_told AND ${isDue} ORDER BY company_id, ${key} LIMIT $1 FOR UPDATE SKIP LOCKED)
  RETURNING ${returning}`;
const TAKE_CONTENTS = take(
  'content_engagement',
  'content_id',
  'company_id AS "companyId", content_id AS "contentId", weight, extract(epoch FROM at)::float8 AS at',
);
const TAKE_READERS = take(
  'readers',
  'user_id',
  'company_id AS "companyId", user_id AS "userId", attempts',
  '(next_attempt_at IS NULL OR next_attempt_at <= now())',
);
const READER_TOLD =
  'UPDATE embeddings.readers SET attempts = 0, next_attempt_at = NULL WHERE company_id = $1 AND user_id = $2 AND attempts > 0';
const READER_FAILED = `
  UPDATE embeddings.readers SET is_told = false, attempts = attempts + 1, next_attempt_at = now() + make_interval(secs => $3)
   WHERE company_id = $1 AND user_id = $2`;

const OF_READER = `
  SELECT company_id AS "companyId", user_id AS "userId", content_id AS "contentId", weight, extract(epoch FROM at)::float8 AS at
    FROM embeddings.reader_engagement WHERE company_id = $1 AND user_id = $2 ORDER BY at DESC, content_id LIMIT $3`;
const POPULAR = `
  SELECT content_id AS "contentId", weight * power(2, greatest(-100, -extract(epoch FROM now() - at)::float8 / ${HALF_LIFE_SECONDS})) AS score
    FROM embeddings.content_engagement WHERE company_id = $1 AND NOT content_id = ANY ($2::uuid[]) ORDER BY score DESC, content_id LIMIT $3 OFFSET $4`;

const DELETE_PERSON = `
  WITH gone AS (DELETE FROM embeddings.reader_engagement WHERE company_id = $1 AND user_id = $2 RETURNING 1),
  reader AS (DELETE FROM embeddings.readers WHERE company_id = $1 AND user_id = $2 RETURNING 1)
  SELECT (SELECT count(*)::int FROM gone) AS engagement, (SELECT count(*)::int FROM reader) AS readers`;
const COUNT_PERSON = `
  SELECT (SELECT count(*)::int FROM embeddings.reader_engagement WHERE company_id = $1 AND user_id = $2) AS engagement,
         (SELECT count(*)::int FROM embeddings.readers WHERE company_id = $1 AND user_id = $2) AS readers`;

interface PersonRows {
  readonly engagement: number;
  readonly readers: number;
}
const NO_ROWS: PersonRows = { engagement: 0, readers: 0 };

/** What readers did, in Postgres: with the place up to which it was followed, so that nothing counts twice. */
@Injectable()
export class EngagementStore {
  /** With the row's version: it changes with every erasure of a person too. */
  async place(tx: Tx): Promise<Place> {
    const place = await tx.one<Place>('SELECT place::text, xmin::text AS version FROM embeddings.engagement_place');
    if (!place) throw new Error('engagement_place has no row');
    return place;
  }

  /** False where somebody else has gone on from there, or a person was erased meanwhile. */
  async moveOn(tx: Tx, { place, version }: Place, to: string): Promise<boolean> {
    return (await tx.query(MOVE_ON, [place, version, to])).length > 0;
  }

  async addToContents(tx: Tx, weights: readonly ContentWeight[]): Promise<void> {
    const column = (name: keyof ContentWeight) => weights.map((weight) => weight[name]);
    await tx.query(ADD_TO_CONTENTS, [column('companyId'), column('contentId'), column('weight'), column('at')]);
  }

  async addToReaders(tx: Tx, weights: readonly ReaderWeight[]): Promise<void> {
    const column = (name: keyof ReaderWeight) => weights.map((weight) => weight[name]);
    await tx.query(ADD_TO_READERS, [column('companyId'), column('userId'), column('contentId'), column('weight'), column('at')]);
    await tx.query(NOTE_READERS, [column('companyId'), column('userId')]);
  }

  takeContents(tx: Tx, limit: number): Promise<ContentWeight[]> {
    return tx.query(TAKE_CONTENTS, [limit]);
  }

  takeReaders(tx: Tx, limit: number): Promise<WaitingReader[]> {
    return tx.query(TAKE_READERS, [limit]);
  }

  async readerTold(tx: Tx, { companyId, userId }: WaitingReader): Promise<void> {
    await tx.query(READER_TOLD, [companyId, userId]);
  }

  /** He is told again after so many seconds. */
  async readerFailed(tx: Tx, { companyId, userId }: WaitingReader, againInSeconds: number): Promise<void> {
    await tx.query(READER_FAILED, [companyId, userId, againInSeconds]);
  }

  /** What a reader did, the latest first. */
  ofReader(tx: Tx, companyId: string, userId: string, limit: number): Promise<ReaderWeight[]> {
    return tx.query(OF_READER, [companyId, userId, limit]);
  }

  popular(
    tx: Tx,
    companyId: string,
    exceptContentIds: readonly string[],
    { limit, offset }: { readonly limit: number; readonly offset: number },
  ): Promise<{ contentId: string; score: number }[]> {
    return tx.query(POPULAR, [companyId, exceptContentIds, limit, offset]);
  }

  /** A page that is under way is not counted but fetched again. */
  async deletePerson(tx: Tx, companyId: string, userId: string): Promise<{ erased: PersonRows; left: PersonRows }> {
    await tx.query('UPDATE embeddings.engagement_place SET place = place');
    const [erased = NO_ROWS] = await tx.query<PersonRows>(DELETE_PERSON, [companyId, userId]);
    const [left = NO_ROWS] = await tx.query<PersonRows>(COUNT_PERSON, [companyId, userId]);
    return { erased, left };
  }
}
