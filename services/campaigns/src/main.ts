import { runService } from '@smartcontent/service';
import { start } from './app.js';
import { readConfig } from './config.js';

await runService(() => start(readConfig()));
