import { readConfig, start } from '@smartcontent/gateway';
import { runService } from '@smartcontent/service';
import { EchoContent } from './echo.js';

await runService(() => start(readConfig(), [EchoContent]));
