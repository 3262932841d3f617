import { Controller } from '@nestjs/common';
import { Handles } from '@smartcontent/bus';
import {
  EndOtherSessions,
  EndSession,
  type InputOf,
  ListEndedSessions,
  ListSessions,
  LogOut,
  type OutputOf,
  RefreshSession,
  type RequestContext,
} from '@smartcontent/contracts';
import { SessionsService } from './sessions.service.js';

@Controller()
export class SessionsRpc {
  constructor(private readonly sessions: SessionsService) {}

  @Handles(RefreshSession)
  refresh(input: InputOf<typeof RefreshSession>, context: RequestContext): Promise<OutputOf<typeof RefreshSession>> {
    return this.sessions.refresh(input, context);
  }

  @Handles(ListSessions)
  list(_input: InputOf<typeof ListSessions>, context: RequestContext): Promise<OutputOf<typeof ListSessions>> {
    return this.sessions.list(context);
  }

  @Handles(EndSession)
  async end(input: InputOf<typeof EndSession>, context: RequestContext): Promise<null> {
    await this.sessions.end(input.session_id, context);
    return null;
  }

  @Handles(EndOtherSessions)
  async endOthers(_input: InputOf<typeof EndOtherSessions>, context: RequestContext): Promise<OutputOf<typeof EndOtherSessions>> {
    return { ended: await this.sessions.endOthers(context) };
  }

  @Handles(LogOut)
  async logOut(_input: InputOf<typeof LogOut>, context: RequestContext): Promise<null> {
    await this.sessions.logOut(context);
    return null;
  }

  @Handles(ListEndedSessions)
  listEnded(input: InputOf<typeof ListEndedSessions>): Promise<OutputOf<typeof ListEndedSessions>> {
    return this.sessions.listEnded(input.after);
  }
}
