import { Module } from '@nestjs/common';
import { AccountsModule } from '../accounts/accounts.module.js';
import { ProfilesRpc } from './profiles.rpc.js';
import { ProfilesService } from './profiles.service.js';
import { ProfilesStore } from './profiles.store.js';

@Module({ imports: [AccountsModule], controllers: [ProfilesRpc], providers: [ProfilesService, ProfilesStore] })
export class ProfilesModule {}
