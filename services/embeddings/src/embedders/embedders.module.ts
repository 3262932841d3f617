import { Module } from '@nestjs/common';
import { Embedders } from './embedders.service.js';

@Module({ providers: [Embedders], exports: [Embedders] })
export class EmbeddersModule {}
