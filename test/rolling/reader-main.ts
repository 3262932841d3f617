import { Controller, Module } from '@nestjs/common';
import { Handles } from '@smartcontent/bus';
import type { EventOf } from '@smartcontent/contracts';
import type { Tx } from '@smartcontent/database';
import { runService, startService } from '@smartcontent/service';
import { readConfig, readRelease } from './config.js';
import { MIGRATIONS } from './migrations.js';
import { NoteTagged, NoteWritten, NoteWritten2, NoteWrittenWithLanguage } from './notes.js';

@Controller()
class OldHandlers {
  @Handles(NoteWritten)
  async written({ aggregateId, aggregateVersion, data }: EventOf<typeof NoteWritten>, tx: Tx): Promise<void> {
    const values = [aggregateId, aggregateVersion, data.text];
    await tx.query(`INSERT INTO seen (note_id, version, release, what) VALUES ($1, $2, 'old', $3)`, values);
  }
}

const INSERT = `INSERT INTO seen (note_id, version, release, what, language) VALUES ($1, $2, 'new', $3, $4)`;

@Controller()
class NewHandlers {
  @Handles(NoteWrittenWithLanguage)
  async written({ aggregateId, aggregateVersion, data }: EventOf<typeof NoteWrittenWithLanguage>, tx: Tx): Promise<void> {
    await tx.query(INSERT, [aggregateId, aggregateVersion, data.text, data.language ?? null]);
  }

  @Handles(NoteWritten2)
  async written2({ aggregateId, aggregateVersion, data }: EventOf<typeof NoteWritten2>, tx: Tx): Promise<void> {
    await tx.query(INSERT, [aggregateId, aggregateVersion, data.paragraphs.join('\n'), null]);
  }

  @Handles(NoteTagged)
  async tagged({ aggregateId, aggregateVersion, data }: EventOf<typeof NoteTagged>, tx: Tx): Promise<void> {
    await tx.query(INSERT, [aggregateId, aggregateVersion, data.tag, null]);
  }
}

@Module({ controllers: [OldHandlers] })
class OldModule {}

@Module({ controllers: [NewHandlers] })
class NewModule {}

const RELEASES = {
  old: { module: OldModule, contracts: [NoteWritten] },
  new: { module: NewModule, contracts: [NoteWrittenWithLanguage, NoteTagged, NoteWritten2] },
};

const release = readRelease();
await runService(() => startService(readConfig('scheduling'), { ...RELEASES[release], migrations: MIGRATIONS.reader[release] }));
