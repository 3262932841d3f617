import { Module } from '@nestjs/common';
import { ApprovedVersions } from './approved-versions.js';

@Module({ providers: [ApprovedVersions], exports: [ApprovedVersions] })
export class VersionsModule {}
