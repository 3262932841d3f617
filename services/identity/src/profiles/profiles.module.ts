import { Module } from '@nestjs/common';
import { ProfilesRpc } from './profiles.rpc.js';
import { ProfilesService } from './profiles.service.js';
import { ProfilesStore } from './profiles.store.js';

@Module({ controllers: [ProfilesRpc], providers: [ProfilesService, ProfilesStore] })
export class ProfilesModule {}
