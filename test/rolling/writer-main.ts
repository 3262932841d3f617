import { Controller, Module } from '@nestjs/common';
import { Handles } from '@smartcontent/bus';
import type { EventContract, InputOf, RequestContext } from '@smartcontent/contracts';
import { type Change, commitChange, Database } from '@smartcontent/database';
import { runService, startService } from '@smartcontent/service';
import { readConfig, readRelease } from './config.js';
import { MIGRATIONS } from './migrations.js';
import { NoteTagged, NoteWritten, NoteWritten2, NoteWrittenWithLanguage, TagNote, WriteNote } from './notes.js';

const NEXT_VERSION = `INSERT INTO notes (id, version) VALUES ($1, 1)
  ON CONFLICT (id) DO UPDATE SET version = notes.version + 1 RETURNING version`;

class Notes {
  constructor(private readonly database: Database) {}

  /** One change of a note and the event that tells of it. */
  change<C extends EventContract>(
    context: RequestContext,
    id: string,
    contract: C,
    data: NonNullable<Change<C>['event']>['data'],
  ): Promise<{ version: number }> {
    return this.database.withTenant(context, async (tx) => {
      const { version } = (await tx.one<{ version: number }>(NEXT_VERSION, [id])) as { version: number };
      const event = { contract, aggregateId: id, aggregateVersion: version, data };
      await commitChange(tx, { event, audit: { table: 'notes', operation: 'update' } });
      return { version };
    });
  }
}

@Controller()
class OldDoor {
  private readonly notes: Notes;
  constructor(database: Database) {
    this.notes = new Notes(database);
  }

  @Handles(WriteNote)
  write({ note_id, text }: InputOf<typeof WriteNote>, context: RequestContext): Promise<{ version: number }> {
    return this.notes.change(context, note_id, NoteWritten, { text });
  }
}

@Controller()
class NewDoor {
  private readonly notes: Notes;
  constructor(database: Database) {
    this.notes = new Notes(database);
  }

  @Handles(WriteNote)
  write({ note_id, text }: InputOf<typeof WriteNote>, context: RequestContext): Promise<{ version: number }> {
    return this.notes.change(context, note_id, NoteWrittenWithLanguage, { text, language: 'en' });
  }

  @Handles(TagNote)
  tag({ note_id, tag, as }: InputOf<typeof TagNote>, context: RequestContext): Promise<{ version: number }> {
    if (as === 'tagged') return this.notes.change(context, note_id, NoteTagged, { tag });
    return this.notes.change(context, note_id, NoteWritten2, { paragraphs: [tag] });
  }
}

@Module({ controllers: [OldDoor] })
class OldModule {}

@Module({ controllers: [NewDoor] })
class NewModule {}

const RELEASES = {
  old: { module: OldModule, contracts: [WriteNote, NoteWritten] },
  new: { module: NewModule, contracts: [WriteNote, TagNote, NoteWrittenWithLanguage, NoteTagged, NoteWritten2] },
};

const release = readRelease();
await runService(() => startService(readConfig('content'), { ...RELEASES[release], migrations: MIGRATIONS.writer[release] }));
