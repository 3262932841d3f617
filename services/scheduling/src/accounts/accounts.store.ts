import { Injectable } from '@nestjs/common';
import {
  type ConnectPlatformAccount,
  type InputOf,
  type ListPlatformAccounts,
  orderOf,
  type PlatformAccount,
} from '@smartcontent/contracts';
import { listStatement, type Tx } from '@smartcontent/database';
import type { Sealed } from '@smartcontent/secrets';

/** An account as it is answered, beside the revision that orders its events. */
export interface StoredAccount {
  readonly answer: PlatformAccount;
  readonly revision: number;
}

type NewAccount = InputOf<typeof ConnectPlatformAccount> & {
  readonly id: string;
  readonly company_id: string;
  readonly sealed_secret: Sealed;
  readonly created_by: string;
};
type AccountRow = PlatformAccount & { readonly revision: number };

const COLUMNS = 'id, company_id, platform, name, settings, status, created_at, updated_at';

@Injectable()
export class AccountsStore {
  async insert(tx: Tx, account: NewAccount): Promise<StoredAccount> {
    const rows = await tx.query<AccountRow>(
      `INSERT INTO scheduling.platform_accounts (id, company_id, platform, name, settings, sealed_secret, created_by)
       VALUES ($1, $2, $3, $4, $5, $6, $7)
       RETURNING ${COLUMNS}, revision`,
      [account.id, account.company_id, account.platform, account.name, account.settings, account.sealed_secret, account.created_by],
    );
    return stored(rows[0] as AccountRow);
  }

  async find(tx: Tx, accountId: string): Promise<StoredAccount | undefined> {
    const row = await tx.one<AccountRow>(`SELECT ${COLUMNS}, revision FROM scheduling.platform_accounts WHERE id = $1`, [accountId]);
    return row && stored(row);
  }

  async lock(tx: Tx, accountId: string): Promise<StoredAccount | undefined> {
    const row = await tx.one<AccountRow>(`SELECT ${COLUMNS}, revision FROM scheduling.platform_accounts WHERE id = $1 FOR UPDATE`, [
      accountId,
    ]);
    return row && stored(row);
  }

  async lockShared(tx: Tx, accountId: string): Promise<StoredAccount | undefined> {
    const row = await tx.one<AccountRow>(`SELECT ${COLUMNS}, revision FROM scheduling.platform_accounts WHERE id = $1 FOR SHARE`, [
      accountId,
    ]);
    return row && stored(row);
  }

  async sealedSecret(tx: Tx, accountId: string): Promise<Sealed | null> {
    const row = await tx.one<{ sealed_secret: Sealed | null }>('SELECT sealed_secret FROM scheduling.platform_accounts WHERE id = $1', [
      accountId,
    ]);
    return row?.sealed_secret ?? null;
  }

  list(tx: Tx, input: InputOf<typeof ListPlatformAccounts>, after: [string, string] | null): Promise<PlatformAccount[]> {
    const { platform, status, sort, limit } = input;
    const page = {
      columns: COLUMNS,
      table: 'scheduling.platform_accounts',
      equal: { platform, status },
      order: orderOf(sort),
      after,
      limit,
    };
    const { text, values } = listStatement(page);
    return tx.query(text, values);
  }

  async disconnect(tx: Tx, accountId: string): Promise<StoredAccount> {
    const rows = await tx.query<AccountRow>(
      `UPDATE scheduling.platform_accounts
          SET status = 'disconnected', sealed_secret = NULL, revision = revision + 1, updated_at = now()
        WHERE id = $1
        RETURNING ${COLUMNS}, revision`,
      [accountId],
    );
    return stored(rows[0] as AccountRow);
  }
}

function stored({ revision, ...answer }: AccountRow): StoredAccount {
  return { answer, revision };
}
