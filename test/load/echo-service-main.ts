import { Controller, Module } from '@nestjs/common';
import { Handles } from '@smartcontent/bus';
import type { Content } from '@smartcontent/contracts';
import { runService, startService } from '@smartcontent/service';
import { readEchoAnswer, readEchoConfig } from './config.js';
import { EchoContent } from './echo.js';

const answer = readEchoAnswer();

@Controller()
class EchoRpc {
  @Handles(EchoContent)
  async echo(): Promise<Content> {
    return answer;
  }
}

@Module({ controllers: [EchoRpc] })
class EchoModule {}

await runService(() => startService(readEchoConfig(), { module: EchoModule, contracts: [EchoContent] }));
