import { runService } from '@smartcontent/service';
import { readConfig, start } from './app.js';

await runService(() => start(readConfig()));
