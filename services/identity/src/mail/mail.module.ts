import { Module } from '@nestjs/common';
import { MailSignal } from './mail-signal.js';
import { MailTransport } from './mail-transport.js';
import { MailsService } from './mails.service.js';
import { MailsStore } from './mails.store.js';
import { SendMails } from './send-mails.job.js';

@Module({ providers: [MailsService, MailsStore, MailSignal, MailTransport, SendMails], exports: [MailsService] })
export class MailModule {}
