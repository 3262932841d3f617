import type { BusLog } from '@smartcontent/bus';

const silent = () => {};

/** For what runs inside the bench's own process; a warning there would be a fault of the measurement. */
export const silentLog: BusLog = { info: silent, warn: console.warn, error: console.error };
