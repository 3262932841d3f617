import { Injectable } from '@nestjs/common';
import { WakeSignal } from '@smartcontent/service';

/** The longest that a dispatcher sleeps: posts that another replica took in are seen no later than this. */
export const DISPATCHER_SLEEP_SECONDS = 1;

/** Raised for a post that is due before the dispatcher would look again by itself. */
@Injectable()
export class DueSignal extends WakeSignal {}
