import { Module } from '@nestjs/common';
import { CompaniesRpc } from './companies.rpc.js';
import { CompaniesService } from './companies.service.js';
import { CompaniesStore } from './companies.store.js';
import { GrantsService } from './grants.service.js';

@Module({ controllers: [CompaniesRpc], providers: [CompaniesService, GrantsService, CompaniesStore] })
export class CompaniesModule {}
