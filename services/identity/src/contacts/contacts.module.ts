import { Module } from '@nestjs/common';
import { ContactsRpc } from './contacts.rpc.js';
import { ContactsService } from './contacts.service.js';
import { ContactsStore } from './contacts.store.js';

@Module({ controllers: [ContactsRpc], providers: [ContactsService, ContactsStore] })
export class ContactsModule {}
