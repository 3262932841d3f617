import { Module } from '@nestjs/common';
import { MlModelsRpc } from './ml-models.rpc.js';
import { MlModels } from './ml-models.service.js';
import { MlModelsStore } from './ml-models.store.js';

@Module({ controllers: [MlModelsRpc], providers: [MlModels, MlModelsStore], exports: [MlModels] })
export class ModelsRegistryModule {}
