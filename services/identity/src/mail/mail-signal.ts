import { Injectable } from '@nestjs/common';
import { WakeSignal } from '@smartcontent/service';

/** Raised for mail that has just been committed. */
@Injectable()
export class MailSignal extends WakeSignal {}
