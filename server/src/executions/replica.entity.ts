import { Column, Entity, PrimaryColumn } from 'typeorm';

/** A replica of the server that reaches the database. */
@Entity('replicas')
export class ReplicaEntity {
  @PrimaryColumn('uuid')
  id!: string;

  @Column('timestamp with time zone', { name: 'seen_at', precision: 3 })
  seenAt!: Date;
}
