import { Injectable } from '@nestjs/common';
import { ActorTokens, RequestClient } from '@smartcontent/bus';
import { type BrandTerm, GetCompany, ListTerms } from '@smartcontent/contracts';
import type { Brand } from '../writer.js';

const PAGE = 100;
/** More than anybody keeps in mind. */
const MAX_TERMS = 500;

/** How a company wants to sound: its guidelines and its vocabulary, as identity has them now. */
@Injectable()
export class Brands {
  constructor(
    private readonly client: RequestClient,
    private readonly tokens: ActorTokens,
  ) {}

  /** @throws AppError where identity is away: a draft without them would be in another's words */
  async of(companyId: string, correlationId: string): Promise<Brand> {
    const context = await this.tokens.serviceContext(companyId, 'write in the words of the company', correlationId);
    const { name, brand_guidelines } = await this.client.call(GetCompany, {}, context);
    const terms: BrandTerm[] = [];
    let cursor: string | undefined;
    do {
      const page = await this.client.call(ListTerms, { limit: PAGE, cursor }, context);
      terms.push(...page.items);
      cursor = page.next_cursor ?? undefined;
    } while (cursor && terms.length < MAX_TERMS);
    return { name, guidelines: brand_guidelines, terms };
  }
}
