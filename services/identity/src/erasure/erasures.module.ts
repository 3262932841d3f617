import { Module } from '@nestjs/common';
import { PasswordChangesModule } from '../password-changes/password-changes.module.js';
import { UsersModule } from '../users/users.module.js';
import { EraseJob } from './erase.job.js';
import { ErasureCalls } from './erasure-calls.service.js';
import { ErasurePass } from './erasure-pass.service.js';
import { ErasuresRpc } from './erasures.rpc.js';
import { ErasuresService } from './erasures.service.js';
import { ErasuresStore } from './erasures.store.js';
import { PersonEraser } from './person-eraser.service.js';
import { PersonEraserStore } from './person-eraser.store.js';
import { PersonErasuresService } from './person-erasures.service.js';
import { SharedPlacesEraser } from './shared-places.service.js';

@Module({
  imports: [PasswordChangesModule, UsersModule],
  controllers: [ErasuresRpc],
  providers: [
    ErasuresService,
    ErasuresStore,
    ErasurePass,
    ErasureCalls,
    EraseJob,
    SharedPlacesEraser,
    PersonErasuresService,
    PersonEraser,
    PersonEraserStore,
  ],
})
export class ErasuresModule {}
