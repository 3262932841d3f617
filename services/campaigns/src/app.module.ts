import { Module } from '@nestjs/common';
import { AttachmentsModule } from './attachments/attachments.module.js';
import { BookingsModule } from './bookings/bookings.module.js';
import { CalendarModule } from './calendar/calendar.module.js';
import { CampaignsModule } from './campaigns/campaigns.module.js';
import { LifecycleModule } from './lifecycle/lifecycle.module.js';
import { PlanningFiguresModule } from './planning-figures/planning-figures.module.js';
import { PlanningHealthModule } from './planning-health/planning-health.module.js';
import { ReportModule } from './report/report.module.js';
import { StrategiesModule } from './strategies/strategies.module.js';

@Module({
  imports: [
    CampaignsModule,
    LifecycleModule,
    AttachmentsModule,
    BookingsModule,
    ReportModule,
    StrategiesModule,
    CalendarModule,
    PlanningFiguresModule,
    PlanningHealthModule,
  ],
})
export class AppModule {}
