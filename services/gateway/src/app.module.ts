import { Module } from '@nestjs/common';

/** The gateway answers no request over NATS and handles no event: its doors are the HTTP routes that edge.ts mounts. */
@Module({})
export class AppModule {}
