"""The vision converter: plans (都市圏ビジョン, 共生ビジョン) with their projects, money, KPIs, statistics and facilities."""

from graph_build.converters.vision.convert import convert_vision as convert_vision
