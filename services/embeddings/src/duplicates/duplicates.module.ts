import { Module } from '@nestjs/common';
import { DuplicatesRpc } from './duplicates.rpc.js';
import { DuplicatesService } from './duplicates.service.js';
import { Fingerprints } from './fingerprints.service.js';
import { FingerprintsStore } from './fingerprints.store.js';

@Module({
  controllers: [DuplicatesRpc],
  providers: [DuplicatesService, Fingerprints, FingerprintsStore],
  exports: [Fingerprints],
})
export class DuplicatesModule {}
