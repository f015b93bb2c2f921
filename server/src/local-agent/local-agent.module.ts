import { Module } from '@nestjs/common';
import { NodesModule } from '../nodes/nodes.module.js';
import { TokensModule } from '../tokens/tokens.module.js';
import { LocalAgentToken } from './local-agent-token.js';

@Module({ imports: [NodesModule, TokensModule], providers: [LocalAgentToken], exports: [LocalAgentToken] })
export class LocalAgentModule {}
