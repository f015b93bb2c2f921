import { LineChart } from 'echarts/charts';
import { GridComponent } from 'echarts/components';
import { use } from 'echarts/core';
import { CanvasRenderer } from 'echarts/renderers';

// Only the parts that the console's charts use; the rest of ECharts stays out of the bundle.
use([LineChart, GridComponent, CanvasRenderer]);

export { init } from 'echarts/core';
