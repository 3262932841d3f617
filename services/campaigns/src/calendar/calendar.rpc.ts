import { Controller } from '@nestjs/common';
import { Handles } from '@smartcontent/bus';
import {
  CreateCalendarEvent,
  DeleteCalendarEvent,
  GetCalendarEvent,
  type InputOf,
  ListCalendarEvents,
  ListStrategyEvents,
  type OutputOf,
  type RequestContext,
  UpdateCalendarEvent,
} from '@smartcontent/contracts';
import { Calendar } from './calendar.service.js';

@Controller()
export class CalendarRpc {
  constructor(private readonly calendar: Calendar) {}

  @Handles(CreateCalendarEvent)
  create(input: InputOf<typeof CreateCalendarEvent>, context: RequestContext): Promise<OutputOf<typeof CreateCalendarEvent>> {
    return this.calendar.create(input, context);
  }

  @Handles(ListCalendarEvents)
  list(input: InputOf<typeof ListCalendarEvents>, context: RequestContext): Promise<OutputOf<typeof ListCalendarEvents>> {
    return this.calendar.list(input, context);
  }

  @Handles(ListStrategyEvents)
  listOfStrategy(input: InputOf<typeof ListStrategyEvents>, context: RequestContext): Promise<OutputOf<typeof ListStrategyEvents>> {
    return this.calendar.listOfStrategy(input, context);
  }

  @Handles(GetCalendarEvent)
  get({ event_id }: InputOf<typeof GetCalendarEvent>, context: RequestContext): Promise<OutputOf<typeof GetCalendarEvent>> {
    return this.calendar.get(event_id, context);
  }

  @Handles(UpdateCalendarEvent)
  update(input: InputOf<typeof UpdateCalendarEvent>, context: RequestContext): Promise<OutputOf<typeof UpdateCalendarEvent>> {
    return this.calendar.update(input, context);
  }

  @Handles(DeleteCalendarEvent)
  delete({ event_id }: InputOf<typeof DeleteCalendarEvent>, context: RequestContext): Promise<OutputOf<typeof DeleteCalendarEvent>> {
    return this.calendar.delete(event_id, context);
  }
}
