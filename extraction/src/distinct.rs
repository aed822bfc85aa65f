//! DISTINCT measures: counted anew for each node and period by DataFusion's own aggregate, which spills where memory is short.

use std::fmt;
use std::sync::Arc;

use arrow::array::{Array as _, AsArray as _, RecordBatch, UInt32Builder, UInt64Builder};
use arrow::compute::{cast, take};
use arrow::datatypes::{DataType, Field, Int64Type, Schema, SchemaRef, UInt64Type};
use arrow::error::ArrowError;
use datafusion::catalog::streaming::StreamingTable;
use datafusion::error::DataFusionError;
use datafusion::execution::memory_pool::{MemoryConsumer, MemoryReservation};
use datafusion::execution::runtime_env::RuntimeEnv;
use datafusion::execution::{SendableRecordBatchStream, TaskContext};
use datafusion::functions_aggregate::expr_fn::count_distinct;
use datafusion::logical_expr::Expr;
use datafusion::physical_expr::PhysicalExpr;
use datafusion::physical_plan::stream::RecordBatchStreamAdapter;
use datafusion::physical_plan::streaming::PartitionStream;
use datafusion::prelude::{SessionConfig, SessionContext, col};
use futures::TryStreamExt as _;
use shared::number::Quantity;
use shared::period::Period;

use crate::engine::{DistinctCount, DistinctPeriod, Work};
use crate::error::ExtractionError;
use crate::expression::{Expected, Planner};
use crate::kernel::placing::Placer;
use crate::measure::Aggregate;
use crate::source::{Chunks, Part, Reading};

/// Counts all DISTINCT measures in one scan.
pub(crate) async fn count(
    work: &Arc<Work>,
    reading: Reading,
    parts: Vec<Part>,
    runtime: &Arc<RuntimeEnv>,
    threads: usize,
) -> Result<Vec<DistinctCount>, ExtractionError> {
    let wanted = Wanted::plan(work, &reading)?;
    if wanted.measures.is_empty() || wanted.cells() == 0 || parts.is_empty() {
        return Ok(Vec::new());
    }
    let wanted = Arc::new(wanted);
    let mut streams: Vec<Arc<dyn PartitionStream>> = Vec::new();
    for worker in 0..threads.min(parts.len()) {
        let own = parts.iter().skip(worker).step_by(threads.min(parts.len())).cloned().collect();
        let memory = MemoryConsumer::new("places").register(&runtime.memory_pool);
        streams.push(Arc::new(Values {
            schema: schema(),
            work: Arc::clone(work),
            wanted: Arc::clone(&wanted),
            reading: reading.clone(),
            parts: own,
            memory: Arc::new(memory),
        }));
    }
    let config = SessionConfig::new().with_target_partitions(threads);
    let context = SessionContext::new_with_config_rt(config, Arc::clone(runtime));
    let table = StreamingTable::try_new(schema(), streams)?;
    let rows = context.read_table(Arc::new(table))?;
    let counts = rows.aggregate(vec![col("cell")], vec![count_distinct(col("value")).alias("count")])?;
    let mut answers = Vec::new();
    let mut stream = counts.execute_stream().await.map_err(ours)?;
    while let Some(batch) = stream.try_next().await.map_err(ours)? {
        work.cancel.check()?;
        wanted.tell(&batch, &mut answers)?;
    }
    answers.sort();
    Ok(answers)
}

fn schema() -> SchemaRef {
    let fields = [("cell", DataType::UInt64), ("value", DataType::Utf8View)];
    Arc::new(Schema::new(fields.map(|(name, kind)| Field::new(name, kind, false)).to_vec()))
}

/// Our own error comes back out of the engine as it went in.
fn ours(error: DataFusionError) -> ExtractionError {
    let error = match error {
        DataFusionError::External(inner) => match inner.downcast::<ExtractionError>() {
            Ok(own) => return *own,
            Err(inner) => DataFusionError::External(inner),
        },
        other => other,
    };
    ExtractionError::from(error)
}

/// Which distinct counts are wanted. A cell is numbered measure × period × node.
struct Wanted {
    measures: Vec<Measured>,
    periods: Vec<DistinctPeriod>,
    /// For each month the places of the periods that hold it.
    periods_of: Vec<Vec<usize>>,
    nodes: u64,
    leaves: u32,
}

struct Measured {
    place: usize,
    code: String,
    filter: Option<Arc<dyn PhysicalExpr>>,
    value: Arc<dyn PhysicalExpr>,
}

impl Wanted {
    fn plan(work: &Work, reading: &Reading) -> Result<Self, ExtractionError> {
        let planner = Planner::try_new(&reading.schema).map_err(|error| ExtractionError::Engine(error.to_string()))?;
        let mut measures = Vec::new();
        for (place, measure) in
            work.measures.iter().enumerate().filter(|(_, measure)| measure.aggregate == Aggregate::Distinct)
        {
            let code = measure.code.to_string();
            let of = |error| ExtractionError::Expression { measure: code.clone(), error };
            let physical =
                |text: &str, expected| planner.plan(text, expected).and_then(|expr: Expr| planner.physical(&expr));
            let filter =
                measure.filter.as_deref().map(|text| physical(text, Expected::Boolean)).transpose().map_err(of)?;
            let value = physical(measure.value.as_deref().unwrap_or_default(), Expected::Any).map_err(of)?;
            measures.push(Measured { place, filter, value, code: code.clone() });
        }
        let periods = work.distinct.clone();
        let holding = |month: Period| {
            let holds = |wanted: &DistinctPeriod| month.within(wanted.period.cycle()) == Some(wanted.period);
            periods.iter().enumerate().filter(|(_, wanted)| holds(wanted)).map(|(place, _)| place).collect()
        };
        let periods_of = work.months.iter().map(holding).collect();
        let most = periods.iter().flat_map(|wanted| wanted.nodes.iter()).flatten().max();
        let nodes = most.map_or(0, |most| u64::from(*most) + 1);
        Ok(Self { measures, periods_of, periods, nodes, leaves: work.subjects.leaves() })
    }

    fn cells(&self) -> u64 {
        self.nodes * (self.periods.len() * self.measures.len()) as u64
    }

    /// The cells a row of this group counts in.
    fn cells_of(&self, measure: usize, group: u32) -> impl Iterator<Item = u64> {
        let month = usize::try_from(group / self.leaves.max(1)).unwrap_or_default();
        let leaf = usize::try_from(group % self.leaves.max(1)).unwrap_or_default();
        let places = self.periods_of.get(month).into_iter().flatten().copied();
        places.filter_map(move |place| Some((place, self.periods.get(place)?.nodes.get(leaf)?))).flat_map(
            move |(place, nodes)| {
                let outer = (measure * self.periods.len() + place) as u64;
                nodes.iter().map(move |node| outer * self.nodes + u64::from(*node))
            },
        )
    }

    fn tell(&self, batch: &RecordBatch, answers: &mut Vec<DistinctCount>) -> Result<(), ExtractionError> {
        let (Some(cells), Some(counts)) = (batch.columns().first(), batch.columns().get(1)) else { return Ok(()) };
        let counts = counts.as_primitive::<Int64Type>().values().iter();
        for (cell, count) in cells.as_primitive::<UInt64Type>().values().iter().zip(counts) {
            let split = || -> Option<DistinctCount> {
                let outer = usize::try_from(cell / self.nodes).ok()?;
                Some(DistinctCount {
                    measure: self.measures.get(outer / self.periods.len())?.place,
                    node: u32::try_from(cell % self.nodes).ok()?,
                    period: self.periods.get(outer % self.periods.len())?.period,
                    count: Quantity::try_whole(*count).ok()?,
                })
            };
            answers.push(split().ok_or_else(|| ExtractionError::Engine("a count of no cell".to_owned()))?);
        }
        Ok(())
    }
}

/// A worker's share of the parts as rows of (cell, value).
struct Values {
    schema: SchemaRef,
    work: Arc<Work>,
    wanted: Arc<Wanted>,
    reading: Reading,
    parts: Vec<Part>,
    memory: Arc<MemoryReservation>,
}

impl fmt::Debug for Values {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Values").field("parts", &self.parts).finish_non_exhaustive()
    }
}

impl PartitionStream for Values {
    fn schema(&self) -> &SchemaRef {
        &self.schema
    }

    fn execute(&self, _: Arc<TaskContext>) -> SendableRecordBatchStream {
        let (sender, receiver) = tokio::sync::mpsc::channel(2);
        let share = Self {
            schema: Arc::clone(&self.schema),
            work: Arc::clone(&self.work),
            wanted: Arc::clone(&self.wanted),
            reading: self.reading.clone(),
            parts: self.parts.clone(),
            memory: Arc::clone(&self.memory),
        };
        // Reading blocks; it ends when nobody takes its batches any more.
        drop(tokio::task::spawn_blocking(move || share.send(&sender)));
        let batches = futures::stream::unfold(receiver, |mut receiver| async {
            receiver.recv().await.map(|batch| (batch, receiver))
        });
        Box::pin(RecordBatchStreamAdapter::new(Arc::clone(&self.schema), batches))
    }
}

type Sender = tokio::sync::mpsc::Sender<Result<RecordBatch, DataFusionError>>;

impl Values {
    fn send(&self, sender: &Sender) {
        let mut placer = Placer::new(&self.work, &self.reading, &self.memory);
        for part in &self.parts {
            let sent = self.reading.open(part).and_then(|chunks| self.send_part(chunks, &mut placer, sender));
            match sent {
                Ok(true) => {}
                Ok(false) => return,
                Err(error) => {
                    // A receiver that has gone needs no error either.
                    drop(sender.blocking_send(Err(DataFusionError::External(Box::new(error)))));
                    return;
                }
            }
        }
    }

    /// Whether somebody still listens.
    fn send_part(&self, chunks: Chunks, placer: &mut Placer<'_>, sender: &Sender) -> Result<bool, ExtractionError> {
        for chunk in chunks {
            self.work.cancel.check()?;
            let chunk = chunk?;
            let placed = placer.place(&chunk)?;
            for (measure, measured) in self.wanted.measures.iter().enumerate() {
                let batch = self.rows(measure, measured, &chunk.batch, &placed.groups, &placed.live)?;
                if sender.blocking_send(Ok(batch)).is_err() {
                    return Ok(false);
                }
            }
        }
        Ok(true)
    }

    fn rows(
        &self,
        measure: usize,
        measured: &Measured,
        batch: &RecordBatch,
        groups: &[u32],
        live: &arrow::buffer::BooleanBuffer,
    ) -> Result<RecordBatch, ExtractionError> {
        let failed = |error: DataFusionError| ExtractionError::Evaluation {
            measure: measured.code.clone(),
            message: error.strip_backtrace(),
        };
        let evaluate = |expr: &Arc<dyn PhysicalExpr>| expr.evaluate(batch)?.into_array(batch.num_rows());
        let filter = measured.filter.as_ref().map(evaluate).transpose().map_err(failed)?;
        let passes =
            |row: usize| filter.as_ref().is_none_or(|filter| filter.is_valid(row) && filter.as_boolean().value(row));
        let values =
            evaluate(&measured.value).and_then(|values| Ok(cast(&values, &DataType::Utf8View)?)).map_err(failed)?;
        let (mut cells, mut kept) = (UInt64Builder::new(), UInt32Builder::new());
        for row in live.set_indices().filter(|row| values.is_valid(*row) && passes(*row)) {
            let place = u32::try_from(row).map_err(|_| ExtractionError::Engine("a batch too long".to_owned()))?;
            for cell in groups.get(row).into_iter().flat_map(|group| self.wanted.cells_of(measure, *group)) {
                cells.append_value(cell);
                kept.append_value(place);
            }
        }
        // A row counts in many cells: its value is referred to, not written again for each.
        let broken = |error: ArrowError| ExtractionError::Engine(error.to_string());
        let kept = take(&values, &kept.finish(), None).map_err(broken)?;
        RecordBatch::try_new(Arc::clone(&self.schema), vec![Arc::new(cells.finish()), kept]).map_err(broken)
    }
}
