import { Module } from '@nestjs/common';
import { CompaniesRpc } from './companies.rpc.js';
import { CompaniesService } from './companies.service.js';
import { CompaniesStore } from './companies.store.js';

@Module({ controllers: [CompaniesRpc], providers: [CompaniesService, CompaniesStore] })
export class CompaniesModule {}
