import { Module } from '@nestjs/common';
import { PasswordChangesModule } from '../password-changes/password-changes.module.js';
import { EraseJob } from './erase.job.js';
import { ErasureCalls } from './erasure-calls.service.js';
import { ErasurePass } from './erasure-pass.service.js';
import { ErasuresRpc } from './erasures.rpc.js';
import { ErasuresService } from './erasures.service.js';
import { ErasuresStore } from './erasures.store.js';
import { SharedPlacesEraser } from './shared-places.service.js';

@Module({
  imports: [PasswordChangesModule],
  controllers: [ErasuresRpc],
  providers: [ErasuresService, ErasuresStore, ErasurePass, ErasureCalls, EraseJob, SharedPlacesEraser],
})
export class ErasuresModule {}
