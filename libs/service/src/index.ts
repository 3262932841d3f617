import 'reflect-metadata';

export { Bus } from './bus-connection.js';
export { Health, type Readiness } from './health.js';
export { Log } from './log.js';
export { LoopingJob } from './looping-job.js';
export { Metrics } from './metrics.js';
export { runService } from './run-service.js';
export type { RunningService, ServiceParts } from './running-service.js';
export { ConfigError, type Needs, readServiceConfig, ServiceConfig } from './service-config.js';
export { type Eraser, ServiceEraser } from './service-eraser.js';
export { startService } from './start-service.js';
export { WakeSignal } from './wake-signal.js';
