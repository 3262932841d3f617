import { Controller } from '@nestjs/common';
import { Handles } from '@smartcontent/bus';
import {
  DeleteMlModel,
  GetMlModel,
  type InputOf,
  ListMlModels,
  type OutputOf,
  RegisterMlModel,
  type RequestContext,
  UpdateMlModel,
} from '@smartcontent/contracts';
import { MlModels } from './ml-models.service.js';

@Controller()
export class MlModelsRpc {
  constructor(private readonly models: MlModels) {}

  @Handles(RegisterMlModel)
  register(input: InputOf<typeof RegisterMlModel>, context: RequestContext): Promise<OutputOf<typeof RegisterMlModel>> {
    return this.models.register(input, context);
  }

  @Handles(ListMlModels)
  list(input: InputOf<typeof ListMlModels>, context: RequestContext): Promise<OutputOf<typeof ListMlModels>> {
    return this.models.list(input, context);
  }

  @Handles(GetMlModel)
  get({ model_id }: InputOf<typeof GetMlModel>, context: RequestContext): Promise<OutputOf<typeof GetMlModel>> {
    return this.models.get(model_id, context);
  }

  @Handles(UpdateMlModel)
  update(input: InputOf<typeof UpdateMlModel>, context: RequestContext): Promise<OutputOf<typeof UpdateMlModel>> {
    return this.models.update(input, context);
  }

  @Handles(DeleteMlModel)
  delete({ model_id }: InputOf<typeof DeleteMlModel>, context: RequestContext): Promise<OutputOf<typeof DeleteMlModel>> {
    return this.models.delete(model_id, context);
  }
}
