import { Injectable } from '@nestjs/common';
import { WakeSignal } from '@smartcontent/service';

/** Wakes the job that completes campaigns: one began, or has another end now. */
@Injectable()
export class EndSignal extends WakeSignal {}
