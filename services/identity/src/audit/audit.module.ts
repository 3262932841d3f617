import { Module } from '@nestjs/common';
import { AuditRpc } from './audit.rpc.js';
import { AuditService } from './audit.service.js';

@Module({ controllers: [AuditRpc], providers: [AuditService] })
export class AuditModule {}
