import { Injectable } from '@nestjs/common';
import { WakeSignal } from '@smartcontent/service';

/** The longest that the indexer sleeps: what another replica took in is seen no later than this. */
export const INDEXER_SLEEP_SECONDS = 1;

/** Raised for what changed before the indexer would look again by itself. */
@Injectable()
export class IndexSignal extends WakeSignal {}
