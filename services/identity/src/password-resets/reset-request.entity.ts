import { Column, Entity, PrimaryColumn } from 'typeorm';

/** What somebody typed who may be nobody. It is gone as soon as it was looked at. */
@Entity({ schema: 'identity', name: 'reset_requests' })
export class ResetRequestEntity {
  @PrimaryColumn('varchar', { length: 255 }) email!: string;
  @Column('timestamptz', { default: () => 'now()' }) requested_at!: Date;
}
